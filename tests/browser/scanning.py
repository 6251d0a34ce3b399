"""What a phone's camera reads of a square: a decoder by other people looks at the page as it is painted."""

from __future__ import annotations

import base64

import zxingcpp
from playwright.sync_api import Locator

# The picture, as light (0 to 255) point after point; painted on an empty page, whose rules forbid nothing.
_LIGHT = """async (picture) => {
  const image = new Image();
  image.src = `data:image/png;base64,${picture}`;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height), brush = canvas.getContext("2d");
  brush.drawImage(image, 0, 0);
  const { data } = brush.getImageData(0, 0, image.width, image.height);
  const light = data.filter((_value, index) => index % 4 === 1);
  let text = "";
  for (const value of light) text += String.fromCharCode(value);
  return [image.height, image.width, btoa(text)];
}"""


def scan(shown: Locator) -> list[str]:
    """What each QR that can be read there says."""
    picture = base64.b64encode(shown.screenshot()).decode()
    empty = shown.page.context.new_page()
    height, width, light = empty.evaluate(_LIGHT, picture)
    empty.close()
    points = memoryview(base64.b64decode(light)).cast("B", (height, width))
    return [found.text for found in zxingcpp.read_barcodes(points, formats=zxingcpp.BarcodeFormat.QRCode)]
