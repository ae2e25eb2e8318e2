// Selected words go into the form with their place in the text, counted in characters as the service counts them.
const paper = document.getElementById("paper");
const form = document.getElementById("add");
if (form) {
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    if (selection.isCollapsed || !paper.contains(selection.anchorNode) || !paper.contains(selection.focusNode)) return;
    const chosen = selection.getRangeAt(0);
    const before = document.createRange();
    before.setStart(paper, 0);
    before.setEnd(chosen.startContainer, chosen.startOffset);
    const start = Number(paper.dataset.start) + Array.from(before.toString()).length;
    form.elements.words.value = chosen.toString();
    form.elements.start.value = start;
    form.elements.end.value = start + Array.from(chosen.toString()).length;
  });
  form.elements.words.addEventListener("input", () => {
    form.elements.start.value = form.elements.end.value = "";
  });
}
