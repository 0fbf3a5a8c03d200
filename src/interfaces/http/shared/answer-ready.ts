import type { Context, Middleware } from 'koa';
import type { RateLimiter } from '../../../application/shared/ports/rate-limiter.js';
import { limitRate } from './limit-rate.js';
import { sendReady } from './public-answer.js';
import type { ReadyAnswers } from './ready-answers.js';

/** Who asks for what somebody asked for before, and what has not changed since, is answered here: no route is looked for, nothing is parsed. */
export const answerReady =
  (answers: ReadyAnswers, limiter: RateLimiter): Middleware =>
  async (ctx, next) => {
    const { method, url } = ctx.req;
    const answer = (method === 'GET' || method === 'HEAD') && url !== undefined ? answers.find(url) : undefined;
    if (!answer) return next() as Promise<void>;
    ctx.state['route'] = answer.route;
    await limitRate(limiter, 'public', ctx.ip, ctx as Context);
    sendReady(ctx as Context, answer);
  };
