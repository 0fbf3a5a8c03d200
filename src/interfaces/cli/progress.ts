import { Presets, SingleBar } from 'cli-progress';

/** How far something long is. */
export interface Progress {
  begin(total: number, done: number): void;
  reach(done: number): void;
  end(): void;
}

/** A bar that moves, for people who watch. */
export function barOn(stream: NodeJS.WriteStream): Progress {
  const format = '{bar} {percentage}%  {value} of {total}  about {eta_formatted} left';
  const bar = new SingleBar({ stream, format, hideCursor: true, etaBuffer: 20 }, Presets.shades_classic);
  return { begin: (total, done) => bar.start(total, done), reach: (done) => bar.update(done), end: () => bar.stop() };
}

/** A line for each tenth, for logs. */
export function tenthsTo(say: (line: string) => void): Progress {
  let [total, said] = [0, 0];
  const tenth = (done: number): number => Math.floor((done * 10) / Math.max(1, total));
  return {
    begin: (all, done) => {
      total = all;
      said = tenth(done);
      if (done > 0) say(`Going on behind product ${done} of ${all}`);
    },
    reach: (done) => {
      if (tenth(done) === said) return;
      said = tenth(done);
      say(`${done} of ${total} products`);
    },
    end: () => {},
  };
}
