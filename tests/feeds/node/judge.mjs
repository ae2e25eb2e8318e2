// Reads {name: calendar text} from standard input; prints {judge: {name: [[uid, start, end, summary, description]]}}.
// A day is YYYY-MM-DD, an absent one null; the end is exclusive for events and the due day for to-dos.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";
import nodeIcal from "node-ical";

function byIcalJs(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const entries = [...calendar.getAllSubcomponents("vevent"), ...calendar.getAllSubcomponents("vtodo")];
  const day = (entry, name) => entry.getFirstPropertyValue(name)?.toString() ?? null;
  return entries.map((entry) => [
    entry.getFirstPropertyValue("uid"),
    day(entry, "dtstart"),
    day(entry, "dtend") ?? day(entry, "due"),
    entry.getFirstPropertyValue("summary"),
    entry.getFirstPropertyValue("description"),
  ]);
}

function byNodeIcal(text) {
  const entries = Object.values(nodeIcal.sync.parseICS(text)).filter((it) => ["VEVENT", "VTODO"].includes(it.type));
  return entries.map((entry) => [
    entry.uid,
    localDay(entry.start),
    localDay(entry.type === "VTODO" ? entry.due : entry.end), // it makes up an end for a to-do that has a start
    entry.summary,
    entry.description,
  ]);
}

// node-ical makes a date the local midnight of that day.
function localDay(moment) {
  if (!moment) return null;
  const two = (number) => String(number).padStart(2, "0");
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

const calendars = JSON.parse(readFileSync(0, "utf8"));
const judged = (judge) => Object.fromEntries(Object.entries(calendars).map(([name, text]) => [name, judge(text)]));
process.stdout.write(JSON.stringify({ "ical.js": judged(byIcalJs), "node-ical": judged(byNodeIcal) }));
