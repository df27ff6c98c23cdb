// Makes pages handier; none needs it. It keeps nothing in the browser.
"use strict";

const script = { "X-Portal-Script": "1" };

// A refused form: go to what is wrong.
const errors = document.getElementById("errors");
if (errors) {
  errors.focus();
  errors.addEventListener("click", (e) => {
    const link = e.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    e.preventDefault();
    field.scrollIntoView({ block: "center" });
    field.focus();
  });
}

// A form is sent once, even on a double click.
document.addEventListener("submit", (e) => {
  const form = e.target;
  if (e.defaultPrevented || !form.matches("form[data-once]")) return;
  if (form.dataset.sent) {
    e.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 5000); // the server knows doubles; this is for patience
});
addEventListener("pageshow", (e) => {
  if (!e.persisted) return;
  for (const form of document.querySelectorAll("form[data-once]")) delete form.dataset.sent;
});

// A draft is saved two idle seconds after the last change. The server answers
// with the line that says when, and with the version the next save builds on.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const line = form.querySelector("[data-saved]");
  let timer = 0;
  let saving = null;
  const save = async () => {
    timer = 0;
    if (form.dataset.sent) return;
    if (saving) await saving;
    saving = post(form.dataset.autosave, new FormData(form)).then((answer) => {
      if (line) line.textContent = answer.ok ? answer.text : form.dataset.autosaveFailed;
      const version = answer.version && form.elements.namedItem("version");
      if (version) version.value = answer.version;
    });
    await saving;
    saving = null;
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, 2000);
  });
  form.addEventListener("submit", async (e) => {
    clearTimeout(timer);
    if (!saving) return;
    // A draft on its way would make this form stale: wait for it, then send.
    const button = e.submitter;
    e.preventDefault();
    await saving;
    saving = null;
    form.requestSubmit(button);
  });
}

async function post(url, body) {
  try {
    const answer = await fetch(url, { method: "POST", body: encoded(body), headers: script, redirect: "error" });
    return { ok: answer.ok, text: await answer.text(), version: answer.headers.get("Form-Version") };
  } catch {
    return { ok: false, text: "", version: null };
  }
}

// encoded sends a form as the browser would; files stay out of drafts.
function encoded(data) {
  const body = new URLSearchParams();
  for (const [name, value] of data) if (typeof value === "string") body.append(name, value);
  return body;
}

// A scanner is a keyboard that types very fast and ends with Enter. Its Enter
// goes to the next line of a text area or to the next field; a person's Enter,
// typed slowly, sends the form as ever.
const fast = 35; // milliseconds between two keys
for (const field of document.querySelectorAll("[data-scan]")) {
  let last = 0;
  let burst = 0;
  field.addEventListener("keydown", (e) => {
    const gap = e.timeStamp - last;
    last = e.timeStamp;
    if (e.key.length === 1) {
      burst = gap <= fast ? burst + 1 : 1;
      return;
    }
    if (e.key !== "Enter" && e.key !== "Tab") return;
    const scanned = burst >= 6 && gap <= fast;
    burst = 0;
    if (!scanned || field.localName === "textarea") return;
    e.preventDefault();
    next(field)?.focus();
  });
}

function next(field) {
  const fields = [...field.form.elements].filter((f) => f.type !== "hidden" && !f.disabled && f.localName !== "fieldset");
  return fields[fields.indexOf(field) + 1];
}

// A field with data-live is judged by the server while it is typed. The answer
// is a fragment of a page; only the last question's answer is shown.
for (const field of document.querySelectorAll("[data-live]")) {
  const region = document.getElementById(field.id + "-live");
  let timer = 0;
  let asked = 0;
  const ask = async () => {
    const mine = ++asked;
    const body = new FormData();
    body.set("csrf", field.form.elements.namedItem("csrf").value);
    body.set(field.name, field.value);
    const answer = await post(field.dataset.live, body);
    if (mine === asked && answer.ok) show(region, answer.text);
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 150);
  });
}

// show puts a fragment from our server into a region. Scripts in it would not
// run, and there are none.
function show(region, fragment) {
  const parsed = new DOMParser().parseFromString(fragment, "text/html");
  region.replaceChildren(...parsed.body.childNodes);
}

// A code comes behind the # of a link, which browsers send to no server. It goes
// into its field and out of the address; on the way to the sign-in it is handed
// on behind the # of whatever is clicked or sent there. It is stored nowhere, and
// ends with the page.
const codeField = document.querySelector("[data-fragment]");
const carried = decodeURIComponent(location.hash.slice(1).replace(/%(?![0-9a-f]{2})/gi, ""));
if (/^[2-9A-HJKMNP-RTV-Z](?:[ -]?[2-9A-HJKMNP-RTV-Z]){16,27}$/i.test(carried)) {
  history.replaceState(history.state, "", location.pathname + location.search);
  if (codeField) codeField.value = carried;
  if (codeField && codeField.dataset.fragment !== "kept") {
    codeField.form.querySelector("button").focus();
  } else {
    const hash = "#" + encodeURIComponent(carried);
    for (const form of document.querySelectorAll("form[method=post]")) form.setAttribute("action", form.getAttribute("action") + hash);
    for (const link of document.querySelectorAll("main a[href^='/'], footer a[href^='/language']")) link.hash = hash;
  }
}

// Long work: the event stream carries {"value":…,"max":…,"text":…}; at the end
// the page is loaded again and says what came of it.
for (const box of document.querySelectorAll("[data-events]")) {
  const stream = new EventSource(box.dataset.events);
  stream.addEventListener("message", (e) => {
    const state = JSON.parse(e.data);
    const bar = box.querySelector("progress");
    bar.max = state.max;
    bar.value = state.value;
    if (state.text) box.querySelector("label").textContent = state.text;
  });
  stream.addEventListener("end", () => {
    stream.close();
    location.reload();
  });
}

// One box ticks all others of a name; without script each is ticked by itself.
for (const all of document.querySelectorAll("[data-pick-all]")) {
  const boxes = [...all.form.elements].filter((b) => b.name === all.dataset.pickAll);
  all.parentElement.hidden = false;
  all.addEventListener("change", () => boxes.forEach((b) => (b.checked = all.checked)));
  for (const b of boxes) b.addEventListener("change", () => (all.checked = boxes.every((x) => x.checked)));
}

// Two minutes before the session ends the page says so and offers more time.
const warning = document.getElementById("session-warning");
if (warning && document.body.dataset.sessionEnds) {
  let timer = 0;
  const watch = (ends) => {
    clearTimeout(timer);
    warning.hidden = true;
    const left = new Date(ends) - Date.now() - 120000;
    timer = setTimeout(() => (warning.hidden = false), Math.max(left, 0));
  };
  const button = warning.querySelector("[data-session-extend]");
  button.addEventListener("click", async () => {
    const answer = await fetch(button.dataset.sessionExtend, { headers: script }).catch(() => null);
    if (answer && answer.ok) watch(await answer.text());
  });
  watch(document.body.dataset.sessionEnds);
}

// Shortcuts only with Ctrl+Alt, so that no letter typed or spoken sets one off.
document.addEventListener("keydown", (e) => {
  if (!e.ctrlKey || !e.altKey || e.metaKey || e.getModifierState("AltGraph")) return;
  const letter = e.code.replace(/^Key/, "").toLowerCase();
  for (const target of document.querySelectorAll("[data-shortcut]")) {
    if (target.dataset.shortcut !== letter) continue;
    e.preventDefault();
    target.click();
    return;
  }
});
