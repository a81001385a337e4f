/** Shows the browser's picker of files. Must be called by a key or a click. Nothing is taken if the person closes it. */
export function choose(options: Partial<Pick<HTMLInputElement, "accept" | "multiple" | "webkitdirectory">>, take: (files: FileList) => void): void {
  const input = Object.assign(document.createElement("input"), { type: "file", hidden: true, ...options });
  input.addEventListener("change", () => {
    if (input.files !== null) take(input.files);
    input.remove();
  });
  input.addEventListener("cancel", () => input.remove());
  // Outside the document it could be collected as garbage while the picker is open.
  document.body.append(input);
  input.click();
}
