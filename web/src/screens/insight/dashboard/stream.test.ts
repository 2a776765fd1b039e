import { expect, test } from 'vitest';

import { messagesOf, readMessages } from './stream';

const TEXT = 'event: changed\ndata: {"a":1}\n\n: still here\n\nevent: changed\r\ndata: {"a":2}\r\n\r\ndata: {"a"';

test('whole messages are read, beats are none, and what is unfinished waits', () => {
  expect(messagesOf(TEXT)).toEqual({ data: ['{"a":1}', '{"a":2}'], rest: 'data: {"a"' });
});

test('however the stream is cut, its messages are the same', async () => {
  const whole = 'data: éé\n\n: beat\n\ndata: b\ndata: c\n\n';
  const bytes = new TextEncoder().encode(whole);
  for (let size = 1; size <= bytes.length; size++) {
    const pieces = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
        controller.close();
      },
    });
    const found: string[] = [];
    await readMessages(pieces, (data) => found.push(data));
    expect(found).toEqual(['éé', 'b\nc']);
  }
});
