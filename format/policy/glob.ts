/**
 * True if a text is as a pattern says: `*` stands for any characters, `?` for one, all else for itself. Takes time in
 * proportion to text × pattern at worst, whatever stands in either.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  let [at, place, star, resume] = [0, 0, -1, 0];
  while (at < text.length) {
    const sign = pattern[place];
    if (sign === "*") {
      star = place++;
      resume = at;
    } else if (sign === "?" || (sign !== undefined && sign === text[at])) {
      at++;
      place++;
    } else if (star >= 0) {
      place = star + 1;
      at = ++resume;
    } else return false;
  }
  while (pattern[place] === "*") place++;
  return place === pattern.length;
}
