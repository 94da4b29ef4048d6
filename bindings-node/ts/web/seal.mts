type Bytes = Uint8Array<ArrayBuffer>

/** AES-256-GCM under one key and one nonce: the ciphertext with its tag behind it. */
export async function sealer(key: Bytes, iv: Bytes, additionalData = new Uint8Array()) {
  const imported = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt'])
  return async (plain: Bytes) =>
    new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, imported, plain))
}
