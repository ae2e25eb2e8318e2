"""The way from a text to its draft: normalise, scan, judge, resolve, assemble, prove."""

import re
from dataclasses import replace
from datetime import date

from app.extraction.contact_words import EMAIL, address_in
from app.extraction.contacts import Found, contacts_of
from app.extraction.context import LISTS, Context, contexts_of
from app.extraction.coverage import dismissal_of, leftovers
from app.extraction.documents.document import Document
from app.extraction.draft import Draft, DraftTask, NoticeFacts, PhraseOut
from app.extraction.facts import Facts, called_upon, facts_of, head_of, issuer_of
from app.extraction.items import blocks_of
from app.extraction.judged import Judged, resolve_all
from app.extraction.normalise import Normalised, normalise
from app.extraction.phrases import Shape
from app.extraction.resolve import Resolver
from app.extraction.rules import Rule, Verdict
from app.extraction.scanner import scan
from app.extraction.second_look import second_look
from app.extraction.table import OF_THE_NOTICE, TABLE
from app.extraction.tasks import Assembler, quote
from app.extraction.typography import written
from app.extraction.writer import Writer, place_of, stages_left, writer_of
from app.extraction.years import Sources, passed_on, term_of
from app.schemas.document import Contact, EmailChannel, Form
from app.workdays import Workdays

_HEAD = 600
_SIGNED_BY_LINE = "signature"
_LONG_PASSED = 180


def read_document(document: Document, *, workdays: Workdays) -> Draft:
    """The draft of one document's text; what its meta data say serves where the text is silent."""
    page = normalise(document.text)
    phrases, blocks = scan(page.text), blocks_of(page.text)
    facts = facts_of(page.text, blocks)
    contexts = contexts_of(page.text, phrases, blocks, facts.title or "")
    signature = _signature(contexts)
    facts.issuer = issuer_of(page.text, blocks, signature.phrase.start if signature else None, facts) or document.source
    writer = _writer(page.text, facts)
    decided = _decided([replace(context, writer=writer) for context in contexts])
    facts.title = document.title or facts.title
    facts.issued_on = document.issued_on or _issue_day(signature, document.published, decided)
    mentioned = frozenset(
        point.year for phrase in phrases for point in (phrase.first, phrase.last) if point and point.year
    )
    head = page.text[:_HEAD]
    sources = Sources(facts.issued_on, facts.number_year, facts.title_year, mentioned, term_of(head), passed_on(head))
    judged = resolve_all(decided, Resolver(sources, workdays))
    contacts = contacts_of(page)
    tasks = Assembler(page, blocks, facts, contacts).assemble(judged)
    orphans = _orphans(page.text, tasks, contacts)
    return Draft(
        text=document.text,
        notice=_notice(facts),
        tasks=tasks,
        phrases=_proof(page, judged),
        contacts=[*(Contact(name=each.name, phones=each.phones, emails=each.emails) for each in contacts), *orphans],
        warnings=list(document.warnings),
    )


def _writer(text: str, facts: Facts) -> Writer:
    title = facts.title or ""
    issuer = facts.issuer or head_of(title) or place_of(title)
    return writer_of(issuer, facts.addressees or called_upon(text[:_HEAD]), stages_left(text))


def _decided(contexts: list[Context]) -> list[tuple[Context, Rule]]:
    """Each phrase with its rule; in 「7月20日、10月20日」 the second day is what the first one is."""
    decided: list[tuple[Context, Rule]] = []
    for context in contexts:
        point = context.phrase.last if context.phrase.shape is Shape.POINT else None
        goes_on = context.before in LISTS and point is not None and bool(point.day or point.part)
        rule = decided[-1][1] if goes_on and decided else TABLE.judge(context)
        rule = rule if rule.verdict is Verdict.DUE or not goes_on else TABLE.judge(context)
        decided.append((context, second_look(context, rule)))
    return decided


def _issue_day(signature: Context | None, published: date | None, decided: list[tuple[Context, Rule]]) -> date | None:
    """The day of the signature, else that on which a page was published; not where every limit had long passed by then.

    An office puts a notice of years ago on its new site: 「发布时间：2017-12-12」 above 「截止日期为2010年10月15日」.
    """
    resolver = Resolver(Sources(), Workdays())
    day = resolver.resolve(signature.phrase).due_on if signature else published
    if day is None or (signature and _is_by_line(signature)):
        return day
    limits = [
        resolver.resolve(context.phrase).due_on
        for context, rule in decided
        if rule.verdict is Verdict.DUE and context.phrase.last and context.phrase.last.year
    ]
    passed = [limit for limit in limits if limit]
    return None if passed and all((day - limit).days > _LONG_PASSED for limit in passed) else day


def _is_by_line(signature: Context) -> bool:
    return OF_THE_NOTICE.judge(signature).id == _SIGNED_BY_LINE


def _signature(contexts: list[Context]) -> Context | None:
    """The date of signature: the last in the body, before any annex; else the day of publication."""
    points = [context for context in contexts if context.phrase.shape is Shape.POINT]
    signed = [(context, rule) for context in points if (rule := OF_THE_NOTICE.judge(context)).verdict is Verdict.SIGNED]
    signed = [(context, rule) for context, rule in signed if not context.block.annex] or signed
    by_line = [context for context, rule in signed if rule.id == _SIGNED_BY_LINE]
    return (by_line or [context for context, _ in signed] or [None])[-1]


def _orphans(text: str, tasks: list[DraftTask], contacts: list[Found]) -> list[Contact]:
    """The e-mail addresses that stand neither beside somebody nor on a task to send it to: none is lost."""
    known = {channel.address for task in tasks for channel in task.channels if isinstance(channel, EmailChannel)}
    known |= {email for contact in contacts for email in contact.emails}
    found = dict.fromkeys(address_in(match) for match in EMAIL.finditer(text))
    return [Contact(name="电子邮箱", phones=[], emails=[address]) for address in found if address not in known]


def _notice(facts: Facts) -> NoticeFacts:
    return NoticeFacts(
        number=facts.number,
        title=written(facts.title) if facts.title else None,
        issuer=written(facts.issuer) if facts.issuer else None,
        issued_on=facts.issued_on,
        addressees=written(facts.addressees) if facts.addressees else None,
        attachments=[Form(label=form.label, title=written(form.title)) for form in facts.attachments],
    )


def _proof(page: Normalised, judged: list[Judged]) -> list[PhraseOut]:
    """Every date-like phrase in the order of the text, with its task or the reason it has none."""
    proof = [
        PhraseOut(
            quote=quote(page, each.context.phrase.start, each.context.phrase.end),
            rule=each.rule.id,
            task=each.task,
            reason=each.reason,
        )
        for each in judged
    ]
    for start, end in leftovers(page.text, [each.context.phrase for each in judged]):
        rule, reason = dismissal_of(re.sub(r"\s", "", page.text[start:end]))
        proof.append(PhraseOut(quote=quote(page, start, end), rule=rule, reason=reason))
    return sorted(proof, key=lambda phrase: phrase.quote.start)
