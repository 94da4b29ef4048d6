/** The check digit of ISO/IEC 7812. */
export function passesLuhn(number: string): boolean {
  let sum = 0
  for (const [place, digit] of [...number].reverse().entries()) {
    const weighed = Number(digit) * (1 + (place % 2))
    sum += weighed > 9 ? weighed - 9 : weighed
  }
  return sum % 10 === 0
}
