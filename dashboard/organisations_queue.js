// One pair at a time, one key for each decision. The keys work while the pair has the focus, and it keeps the focus: when
// a new pair comes, or when nothing else has it. A decision names its pair, so a second press never falls on the next one.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector("[data-queue]");
  const shown = root.querySelector("[data-shown]");
  const said = root.querySelector("[data-said]");
  if (root.shown !== data.markup || root.turn !== data.turn) {
    const isFirst = root.shown === undefined;
    const hadFocus = root.contains(document.activeElement);
    root.shown = data.markup;
    root.turn = data.turn;
    root.isBusy = false;
    shown.innerHTML = data.markup;
    said.textContent = data.said;
    const nowhere = document.activeElement === document.body || document.activeElement === null;
    if (isFirst || hadFocus || nowhere) enter();
  }

  function enter() {
    const pair = shown.querySelector(".pl-pair");
    pair?.focus({ preventScroll: true });
    if (pair?.getBoundingClientRect().top < 0) pair.scrollIntoView();
  }

  function send(act, more = {}) {
    if (root.isBusy) return;
    root.isBusy = act !== "preview";
    shown.querySelector(".pl-pair").setAttribute("aria-busy", root.isBusy);
    if (root.isBusy) setTimeout(() => root.isBusy && (said.textContent = data.recording), 400);
    setTriggerValue("act", JSON.stringify({ act, pair: data.pair, ...more }));
  }

  function ask(form) {
    form.hidden = false;
    form.querySelector("input").focus();
    form.scrollIntoView({ block: "nearest" });
  }

  function close(form) {
    form.hidden = true;
    form.reset();
    enter();
  }

  root.onclick = (event) => {
    const act = event.target.closest("button[value]")?.value;
    const form = root.querySelector("form");
    if (!act) return;
    if (act === "cancel") close(form);
    else if (act === "same" && form) ask(form);
    else send(act);
  };
  root.onsubmit = (event) => {
    event.preventDefault();
    send("same", Object.fromEntries(new FormData(event.target)));
  };
  root.onkeydown = (event) => {
    const form = root.querySelector("form");
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && form && !form.hidden) {
      event.stopPropagation();
      close(form);
      return;
    }
    if (event.target.closest("input")) return;
    const button = root.querySelector(`button[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!button || event.repeat) return;
    event.preventDefault();
    event.stopPropagation();
    button.click();
  };
}
