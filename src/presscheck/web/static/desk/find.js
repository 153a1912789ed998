// One story: what was asked for comes into view, and words and rows light each other up.
"use strict";
(() => {
  const rows = (link) => (link.dataset.facts || "").split(" ").map((one) => document.getElementById(`fact-${one}`)).filter(Boolean);
  const words = (number) => [...document.querySelectorAll("#story a[data-facts]")].filter((one) => one.dataset.facts.split(" ").includes(number));
  const light = (target, on) => {
    const link = target.closest?.("#story a[data-facts], #facts a[data-words]");
    if (!link) return;
    const lit = link.dataset.words ? words(link.dataset.words) : rows(link);
    lit.forEach((one) => one.classList.toggle("lit", on));
  };
  for (const [name, on] of [["pointerover", true], ["pointerout", false], ["focusin", true], ["focusout", false]]) {
    document.addEventListener(name, (event) => light(event.target, on));
  }
  // A marked word or a row's number leads to the other: the other is focused, so that Enter leads back.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("#story a[data-facts], #facts a[data-words]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const to = link.dataset.words ? words(link.dataset.words)[0] : document.querySelector(`${link.getAttribute("href")} a[data-words]`);
    if (!to) return;
    event.preventDefault();
    const box = document.getElementById(`show-${to.closest("tr")?.dataset.kind}`);
    if (box && !box.checked) box.checked = true;
    history.replaceState(null, "", link.getAttribute("href"));
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    to.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
    to.focus({ preventScroll: true });
  });
  // What takes a while says so.
  document.addEventListener("submit", (event) => {
    const words = event.target.dataset?.busy;
    if (words) window.tell(words);
  });
  if (!location.hash) document.querySelector("#story .wanted")?.scrollIntoView({ block: "center" });
})();
