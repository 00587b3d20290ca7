// Where the thanks with the receipt are, handed from the survey to the thanks of a kiosk and read once.

const NAME = "diagnoza-kiosk-thanks";

export const handThanks = (address) => sessionStorage.setItem(NAME, address);

export function takeThanks() {
  const address = sessionStorage.getItem(NAME);
  sessionStorage.removeItem(NAME);
  return address;
}
