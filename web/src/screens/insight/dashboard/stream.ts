/** Server-sent events as they come in pieces: the data of each whole message, and what is left of the last. */
export function messagesOf(text: string): { data: string[]; rest: string } {
  const parts = text.replaceAll('\r\n', '\n').split('\n\n');
  const rest = parts.pop() ?? '';
  const data = parts
    .map((part) =>
      part
        .split('\n')
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(5).replace(/^ /, ''))
        .join('\n'),
    )
    .filter((each) => each !== '');
  return { data, rest };
}

/** Read a stream until it ends; `onMessage` gets the data of each message. */
export async function readMessages(body: ReadableStream<Uint8Array>, onMessage: (data: string) => void): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const read = messagesOf(rest + decoder.decode(value, { stream: true }));
    rest = read.rest;
    read.data.forEach(onMessage);
  }
}
