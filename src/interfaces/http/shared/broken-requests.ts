import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { rawProblem } from './raw-problem.js';

const TOO_LARGE = { status: 431, code: 'request.headers_too_large', detail: 'The headers are too large: at most 16384 bytes are read' };
const TOO_SLOW = { status: 408, code: 'request.timeout', detail: 'The request took too long to arrive' };
const UNREADABLE = { status: 400, code: 'request.malformed', detail: 'This is no HTTP request that can be read' };

const PROBLEMS: Readonly<Record<string, typeof UNREADABLE>> = { HPE_HEADER_OVERFLOW: TOO_LARGE, ERR_HTTP_REQUEST_TIMEOUT: TOO_SLOW };

/** Says what is wrong with a request that never became one, and closes. Half an answer is not followed by another one. */
export function answerBrokenRequests(server: Server): void {
  const answers = new WeakMap<Socket, ServerResponse>();
  server.prependListener('request', ({ socket }, response) => void answers.set(socket, response));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const answer = answers.get(socket as Socket);
    const isAnswering = answer !== undefined && answer.headersSent && !answer.writableFinished;
    if (error.code === 'ECONNRESET' || !socket.writable || isAnswering) socket.destroy();
    else socket.end(rawProblem(PROBLEMS[error.code ?? ''] ?? UNREADABLE), () => socket.destroy());
  });
}
