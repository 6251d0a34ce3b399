// Archives that are rightly chained whatever they say.
const { hexadecimal } = await import("../../app/static/js/urn/urn.js");

/** An archive written again with its texts changed, every hash and event put right. */
export const rewritten = async (archive, change) => {
  const files = [];
  const text = (start, size) => new TextDecoder().decode(archive.subarray(start, start + size));
  for (let start = 0; start < archive.length; ) {
    const size = Number.parseInt(text(start + 124, 11), 8);
    files.push({ name: text(start, 100).replace(/\0+$/, ""), text: text(start + 512, size) });
    start += 512 + Math.ceil(size / 512) * 512;
  }
  const parts = [];
  let parent, last;
  for (const file of files) {
    let said = file.text;
    if (file.name.endsWith(".event.json")) {
      const { height, type } = JSON.parse(said);
      said = JSON.stringify({ ...(parent && { parent }), height, type, ...(last && { payload: last }) });
      parent = await hexadecimal(said);
      last = undefined;
    } else if (file.name !== "BELENIOS") {
      said = change(said) ?? said;
      last = await hexadecimal(said);
    }
    const bytes = new TextEncoder().encode(said);
    const name = file.name === "BELENIOS" ? file.name : `${await hexadecimal(said)}${file.name.slice(64)}`;
    const block = new Uint8Array(512 + Math.ceil(bytes.length / 512) * 512);
    block.set(new TextEncoder().encode(name));
    block.set(new TextEncoder().encode(bytes.length.toString(8).padStart(11, "0")), 124);
    block.set(bytes, 512);
    parts.push(...block);
  }
  return Uint8Array.from(parts);
};
