// Rows to agree with or not: A and D answer the row that has the focus and go on to the next one without an answer.
export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector("[data-recheck]");
  if (root.shown !== data.table) {
    root.innerHTML = data.table;
    root.shown = data.table;
    root.answers = { ...data.answers };
  }
  const rows = [...root.querySelectorAll("tbody tr")];
  const buttons = (row) => [...row.querySelectorAll("button")];

  function mark() {
    for (const row of rows) {
      const answer = root.answers[row.dataset.id];
      buttons(row).forEach((each) => each.setAttribute("aria-pressed", (each.value === "yes") === answer));
    }
  }

  function say(row, button) {
    root.answers = { ...root.answers, [row.dataset.id]: button.value === "yes" };
    mark();
    setStateValue("answers", root.answers);
  }

  function go(row, button) {
    const same = buttons(row).find((each) => each.value === button.value);
    same.focus();
  }

  mark();
  root.onclick = (event) => {
    const button = event.target.closest("button");
    if (button) say(button.closest("tr"), button);
  };
  root.onkeydown = (event) => {
    const row = event.target.closest("tbody tr");
    if (!row || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const chosen = buttons(row).find((each) => each.dataset.key === event.key.toLowerCase());
    const place = rows.indexOf(row);
    if (!step && !chosen) return;
    event.preventDefault();
    event.stopPropagation();
    if (chosen) say(row, chosen);
    const ahead = [...rows.slice(place + 1), ...rows.slice(0, place)];
    const next = step ? rows[place + step] : ahead.find((each) => !(each.dataset.id in root.answers));
    if (next) go(next, event.target);
    else if (chosen) chosen.focus();
  };
}
