// Copies the address of the view without its language, so that a colleague reads it in their own.
(() => {
  if (window.plenumCopies) return;
  window.plenumCopies = true;
  const written = async (words) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(words);
    const field = document.createElement("textarea"); // over plain HTTP there is no clipboard to ask
    field.value = words;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (!done) throw new Error("not copied");
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy]");
    if (!button) return;
    const address = new URL(location.href);
    address.searchParams.delete("lang");
    const words = button.textContent;
    const said = await written(address.href).then(() => button.dataset.copied, () => button.dataset.failed);
    button.textContent = said;
    button.parentElement.querySelector("[data-copy-status]").textContent = said;
    setTimeout(() => (button.textContent = words), 2500);
  });
})();
