// Copying an answer: the link, or all of it as text.
"use strict";
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      field.closest("details")?.setAttribute("open", "");
      field.select();
      document.execCommand("copy");
    }
    window.tell(document.querySelector("[data-copied]").dataset.copied);
  });
}
