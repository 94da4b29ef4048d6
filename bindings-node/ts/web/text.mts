// Text as the core looks at it. JavaScript's own `trim` and `toLowerCase` know other characters.

const utf8 = new TextEncoder()

/** Its bytes. */
export const bytesOf = (text: string) => utf8.encode(text)

/** Without the white space around it. */
export const trimmed = (text: string) => text.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, '')

/** With the letters of ASCII, and no others, in lower case. */
export const lowered = (text: string) => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())

/** Bytes in base64. */
export const base64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes))

/** What base64 stands for, if it is written as it should be: with its padding, and without anything else. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const binary = atob(text)
    return btoa(binary) === text ? Uint8Array.from(binary, (byte) => byte.charCodeAt(0)) : undefined
  } catch {
    return undefined
  }
}

/** Bytes in lower-case hexadecimal. */
export const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
