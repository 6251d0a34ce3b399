// An address as a square to scan, drawn where its secret is: the server, which draws the others, must not know it.
// QR of ISO/IEC 18004: bytes, correction level M, versions 1 to 10 (213 bytes).

// By version: codewords of correction in each block, then the codewords of data in each block.
const BLOCKS = [
  null, [10, [16]], [16, [28]], [26, [44]], [18, [32, 32]], [24, [43, 43]], [16, [27, 27, 27, 27]], [18, [31, 31, 31, 31]],
  [22, [38, 38, 39, 39]], [22, [36, 36, 36, 37, 37]], [26, [43, 43, 43, 43, 44]],
];
const ALIGNED = [null, [], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50]];
const MASKS = [
  (row, column) => (row + column) % 2,
  (row) => row % 2,
  (_row, column) => column % 3,
  (row, column) => (row + column) % 3,
  (row, column) => ((row >> 1) + Math.floor(column / 3)) % 2,
  (row, column) => ((row * column) % 2) + ((row * column) % 3),
  (row, column) => (((row * column) % 2) + ((row * column) % 3)) % 2,
  (row, column) => (((row + column) % 2) + ((row * column) % 3)) % 2,
];

// --- codewords: the field of 256 elements, Reed and Solomon's correction ------------------------------------

const POWERS = [], LOGS = [];
for (let exponent = 0, value = 1; exponent < 255; exponent += 1) {
  POWERS[exponent] = value;
  LOGS[value] = exponent;
  value = value < 128 ? value << 1 : (value << 1) ^ 0x11d;
}
const times = (one, other) => (one && other ? POWERS[(LOGS[one] + LOGS[other]) % 255] : 0);

const correction = (data, size) => {
  let generator = [1];
  for (let degree = 0; degree < size; degree += 1) {
    generator = [...generator, 0].map((value, index) => value ^ times(generator[index - 1] ?? 0, POWERS[degree]));
  }
  const left = [...data, ...Array(size).fill(0)];
  data.forEach((_codeword, at) => {
    const lead = left[at];
    generator.forEach((factor, index) => { left[at + index] ^= times(factor, lead); });
  });
  return left.slice(data.length);
};

const dataOf = (bytes, version, capacity) => {
  const bits = [];
  const put = (value, size) => { for (let at = size - 1; at >= 0; at -= 1) bits.push((value >> at) & 1); };
  put(4, 4);
  put(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) put(byte, 8);
  put(0, Math.min(4, capacity * 8 - bits.length));
  put(0, -bits.length & 7);
  for (let pad = 0; bits.length < capacity * 8; pad += 1) put(pad % 2 ? 0x11 : 0xec, 8);
  return Array.from({ length: capacity }, (_none, at) => bits.slice(at * 8, at * 8 + 8).reduce((byte, bit) => byte * 2 + bit, 0));
};

const interleaved = (columns) => {
  const longest = Math.max(...columns.map(({ length }) => length));
  return Array.from({ length: longest }, (_none, at) => columns.flatMap((column) => (at < column.length ? [column[at]] : []))).flat();
};

const codewordsOf = (bytes, version) => {
  const [size, sizes] = BLOCKS[version];
  const data = dataOf(bytes, version, sizes.reduce((total, one) => total + one, 0));
  let start = 0;
  const blocks = sizes.map((length) => data.slice(start, (start += length)));
  return [...interleaved(blocks), ...interleaved(blocks.map((block) => correction(block, size)))];
};

// --- the square ---------------------------------------------------------------------------------------------

/** What is left of `value` after division by `divisor`, both read as polynomials: `size` bits. */
const remainder = (value, divisor, size) => {
  let left = value << size;
  for (let degree = 31 - Math.clz32(left); degree >= size; degree = 31 - Math.clz32(left)) left ^= divisor << (degree - size);
  return left;
};

/** A square with all that is the same whatever it says; `null` where data go. */
const frame = (version) => {
  const side = version * 4 + 17;
  const square = Array.from({ length: side }, () => Array(side).fill(null));
  const set = (row, column, dark) => { if (row in square && column in square) square[row][column] = Number(dark); };
  const rings = (row, column, reach, light) => {
    for (let y = -reach; y <= reach; y += 1) {
      for (let x = -reach; x <= reach; x += 1) set(row + y, column + x, !light.includes(Math.max(Math.abs(x), Math.abs(y))));
    }
  };
  for (let at = 8; at < side - 8; at += 1) {
    set(6, at, at % 2 === 0);
    set(at, 6, at % 2 === 0);
  }
  for (const [row, column] of [[3, 3], [3, side - 4], [side - 4, 3]]) rings(row, column, 4, [2, 4]);
  const places = ALIGNED[version], last = places.at(-1);
  for (const row of places) {
    for (const column of places) {
      const isFinder = (row === 6 && (column === 6 || column === last)) || (row === last && column === 6);
      if (!isFinder) rings(row, column, 2, [1]);
    }
  }
  if (version > 6) {
    const bits = (version << 12) | remainder(version, 0x1f25, 12);
    for (let at = 0; at < 18; at += 1) {
      set(Math.floor(at / 3), side - 11 + (at % 3), (bits >> at) & 1);
      set(side - 11 + (at % 3), Math.floor(at / 3), (bits >> at) & 1);
    }
  }
  format(square, 0);
  return square;
};

/** Write which mask is used, twice, beside the finders. */
const format = (square, mask) => {
  const side = square.length;
  const bits = ((mask << 10) | remainder(mask, 0x537, 10)) ^ 0x5412; // level M is 00
  for (let at = 0; at < 15; at += 1) {
    const bit = (bits >> at) & 1;
    square[at < 6 ? at : at < 8 ? at + 1 : side - 15 + at][8] = bit;
    square[8][at < 8 ? side - 1 - at : at < 9 ? 7 : 14 - at] = bit;
  }
  square[side - 8][8] = 1;
};

/** Lay the codewords in columns of two, from the right, up and down. */
const lay = (square, codewords) => {
  const side = square.length, filled = square.map((row) => [...row]), free = [];
  let at = 0;
  for (let right = side - 1, up = true; right > 0; right -= 2, up = !up) {
    if (right === 6) right -= 1;
    for (let step = 0; step < side; step += 1) {
      const row = up ? side - 1 - step : step;
      for (const column of [right, right - 1]) {
        if (square[row][column] !== null) continue;
        filled[row][column] = ((codewords[at >> 3] ?? 0) >> (7 - (at & 7))) & 1;
        free.push([row, column]);
        at += 1;
      }
    }
  }
  return { filled, free };
};

/** How hard a square is to read: long runs, blocks, what looks like a finder, too much of one colour. */
const penalty = (square) => {
  const side = square.length, columns = square.map((_row, at) => square.map((row) => row[at]));
  let total = 0, dark = 0;
  for (const line of [...square, ...columns].map((cells) => cells.join(""))) {
    for (const { length } of line.match(/0{5,}|1{5,}/g) ?? []) total += length - 2;
    for (const pattern of ["10111010000", "00001011101"]) {
      for (let at = line.indexOf(pattern); at >= 0; at = line.indexOf(pattern, at + 1)) total += 40;
    }
  }
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      const cell = square[row][column];
      dark += cell;
      if (row && column && [square[row - 1][column], square[row][column - 1], square[row - 1][column - 1]].every((other) => other === cell)) total += 3;
    }
  }
  return total + 10 * Math.floor(Math.abs((dark * 100) / (side * side) - 50) / 5);
};

/** The square of `text`, rows of 0 and 1, and its mask; null when the text is too long for one. */
export const qr = (text) => {
  const bytes = new TextEncoder().encode(text);
  const version = BLOCKS.findIndex((blocks, number) => blocks && bytes.length <= blocks[1].reduce((total, one) => total + one, 0) - (number < 10 ? 2 : 3));
  if (version < 0) return null;
  const { filled, free } = lay(frame(version), codewordsOf(bytes, version));
  let best = null;
  MASKS.forEach((light, mask) => {
    const square = filled.map((row) => [...row]);
    for (const [row, column] of free) square[row][column] ^= Number(light(row, column) === 0);
    format(square, mask);
    const score = penalty(square);
    if (!best || score < best.score) best = { score, mask, square };
  });
  return { mask: best.mask, rows: best.square };
};

const SVG = "http://www.w3.org/2000/svg";

/** The square of `text` as a drawing for the page, black on white whatever the colours of the page. */
export const drawing = (text, name) => {
  const found = qr(text), margin = 2;
  if (!found) return null;
  const side = found.rows.length + 2 * margin, svg = document.createElementNS(SVG, "svg"), path = document.createElementNS(SVG, "path");
  const marks = found.rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x + margin} ${y + margin}h1v1h-1z`] : [])));
  path.setAttribute("d", marks.join(""));
  svg.setAttribute("viewBox", `0 0 ${side} ${side}`);
  svg.setAttribute("class", "qr");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", name);
  svg.append(path);
  return svg;
};
