import type { Context, Middleware } from 'koa';
import { sendReady } from './public-answer.js';
import type { ReadyAnswers } from './ready-answers.js';

/** Who asks for what somebody asked for before, and what has not changed since, is answered here: no route is looked for, nothing is parsed. */
export const answerReady =
  (answers: ReadyAnswers): Middleware =>
  (ctx, next) => {
    const { method, url } = ctx.req;
    const answer = (method === 'GET' || method === 'HEAD') && url !== undefined ? answers.find(url) : undefined;
    if (!answer) return next();
    ctx.state['route'] = answer.route;
    sendReady(ctx as Context, answer);
    return undefined;
  };
