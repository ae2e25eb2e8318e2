// Copy buttons appear only where scripts run; without them the address can still be selected and copied by hand.
for (const button of document.querySelectorAll("button[data-copies]")) {
  const field = document.getElementById(button.dataset.copies);
  const told = document.getElementById(button.dataset.tells);
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // No clipboard on plain http, which is what many an intranet speaks.
      document.execCommand("copy");
    }
    told.textContent = button.dataset.done;
  });
}
