// Sending page files: chosen or dropped, one after the other, with how far each is.
"use strict";
(() => {
  const form = document.getElementById("reading");
  const files = document.getElementById("files");
  const drop = document.getElementById("drop");
  const list = document.getElementById("chosen");
  const send = document.getElementById("send");
  const words = form.dataset;
  const chosen = [];

  const made = (kind, look, text) => {
    const one = document.createElement(kind);
    if (look) one.className = look;
    if (text) one.textContent = text;
    return one;
  };
  const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);

  const choose = (some) => {
    for (const file of some) {
      const same = chosen.findIndex((one) => one.file.name === file.name && !one.href);
      if (same >= 0) take_out(chosen[same]);
      show(file);
    }
    list.hidden = chosen.length === 0;
  };
  const show = (file) => {
    const row = made("li");
    const remove = made("button", "", "✕");
    remove.type = "button";
    remove.setAttribute("aria-label", words.remove.replace("{file}", file.name));
    const how = made("span", "how", words.ready);
    row.append(made("span", "name", `${file.name} (${size(file.size)})`), remove, how);
    const one = { file, row, how, remove, href: "" };
    remove.addEventListener("click", () => { take_out(one); list.hidden = chosen.length === 0; files.focus(); });
    list.append(row);
    chosen.push(one);
  };
  const take_out = (one) => {
    one.row.remove();
    chosen.splice(chosen.indexOf(one), 1);
  };

  files.required = false;
  drop.querySelector(".drop-here").hidden = false;
  drop.classList.add("listed");
  files.addEventListener("change", () => { choose(files.files); files.value = ""; });
  drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    choose(event.dataTransfer.files);
  });

  const failed = (one, why) => {
    one.how.className = "how wrong";
    one.how.textContent = words.failed.replace("{why}", why);
    window.tell(`${one.file.name}: ${one.how.textContent}`);
  };
  const why_of = (request) => {
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    return page.querySelector(".trouble")?.textContent || request.statusText || words.noAnswer;
  };
  const sent = (one) => new Promise((done) => {
    if (one.file.size > Number(words.most)) {
      failed(one, words.tooLarge);
      done();
      return;
    }
    const told = made("span");
    const bar = made("progress");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", one.file.name);
    one.how.className = "how";
    one.how.replaceChildren(bar, told);
    one.remove.hidden = true;
    const body = new FormData();
    body.append("csrf", form.elements.csrf.value);
    body.append("date", form.elements.date.value);
    if (form.elements.ocr.checked) body.append("ocr", "yes");
    body.append("file", one.file);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRF-Token", form.elements.csrf.value);
    request.upload.addEventListener("progress", (event) => {
      const share = event.lengthComputable ? event.loaded / event.total : 0;
      bar.value = share;
      told.textContent = words.sending.replace("{percent}", Math.floor(100 * share));
    });
    request.addEventListener("error", () => { failed(one, words.noAnswer); one.remove.hidden = false; done(); });
    request.addEventListener("load", () => {
      if (request.status === 201) {
        one.href = JSON.parse(request.responseText).jobs[0].href;
        const link = made("a", "", words.see);
        link.href = one.href;
        one.how.replaceChildren(made("span", "", words.sent), link);
      } else {
        failed(one, why_of(request));
        one.remove.hidden = false;
      }
      done();
    });
    request.send(body);
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const waiting = chosen.filter((one) => !one.href);
    if (waiting.length === 0) {
      window.tell(words.nothing);
      files.focus();
      return;
    }
    send.disabled = true;
    for (const one of waiting) await sent(one);
    send.disabled = false;
    if (chosen.every((one) => one.href)) {
      window.location.assign(chosen.length === 1 ? chosen[0].href : "/jobs");
    }
  });
})();
