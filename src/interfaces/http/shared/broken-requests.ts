import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { RAW_PROBLEMS, rawProblem } from './raw-problem.js';

const PROBLEMS = { HPE_HEADER_OVERFLOW: RAW_PROBLEMS.largeHeaders, ERR_HTTP_REQUEST_TIMEOUT: RAW_PROBLEMS.tooSlow };

const problemOf = (code: string | undefined) => PROBLEMS[code as keyof typeof PROBLEMS] ?? RAW_PROBLEMS.unreadable;

/** Says what is wrong with a request that never became one, and closes. Half an answer is not followed by another one. */
export function answerBrokenRequests(server: Server): void {
  const answers = new WeakMap<Socket, ServerResponse>();
  server.prependListener('request', ({ socket }, response) => void answers.set(socket, response));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const answer = answers.get(socket as Socket);
    const isAnswering = answer !== undefined && answer.headersSent && !answer.writableFinished;
    if (error.code === 'ECONNRESET' || !socket.writable || isAnswering) socket.destroy();
    else socket.end(rawProblem(problemOf(error.code)), () => socket.destroy());
  });
}
