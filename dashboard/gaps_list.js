// Shows the table made in Python and reports the gap chosen. Arrow keys move from one gap to the next.
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector("[data-gaps]");
  if (root.shown !== data.table) {
    root.innerHTML = data.table;
    root.shown = data.table;
  }
  const gaps = [...root.querySelectorAll("tbody button")];
  gaps.forEach((each) => each.setAttribute("aria-expanded", each.value === data.chosen));
  root.onclick = (event) => {
    const gap = event.target.closest("tbody button");
    if (gap) setTriggerValue("gap", gap.value);
  };
  root.onkeydown = (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const next = step && gaps[gaps.indexOf(event.target) + step];
    if (!next || event.target.tagName !== "BUTTON") return;
    event.preventDefault();
    next.focus();
  };
}
