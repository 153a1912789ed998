// What every page of the desk needs: the token that goes with each change, and a word to the reader.
"use strict";
document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRF-Token"] = document.querySelector('meta[name="csrf"]').content;
});
document.addEventListener("htmx:responseError", (event) => {
  const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
  window.tell(page.querySelector(".trouble")?.textContent || event.detail.xhr.statusText);
});
window.tell = (words) => {
  const told = document.getElementById("told");
  told.textContent = words;
  told.classList.add("shown");
  clearTimeout(window.tell.timer);
  window.tell.timer = setTimeout(() => told.classList.remove("shown"), 6000);
};
