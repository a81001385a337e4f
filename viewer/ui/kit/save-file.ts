/** Long enough for the browser to have taken the file. */
const TAKEN_AFTER_MS = 60_000;

/** Hands a file to the person: the browser saves it where it saves downloads. Nothing leaves the computer. */
export function saveFile(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), TAKEN_AFTER_MS);
}
