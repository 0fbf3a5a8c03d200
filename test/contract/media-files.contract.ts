import { expect } from 'chai';
import { buffer } from 'node:stream/consumers';
import type { MediaFiles } from '../../src/infrastructure/storage/media-files.js';

/** What every place for files promises. */
export function mediaFilesContract(create: () => MediaFiles): void {
  describe('as a place for files', () => {
    const read = async (files: MediaFiles, name: string): Promise<string | undefined> => {
      const found = await files.find(name);
      if (!found) return undefined;
      const content = await buffer(found.read());
      expect(content.byteLength).to.equal(found.bytes);
      return content.toString();
    };
    const olderThan = async (files: MediaFiles, moment: number): Promise<readonly string[]> => {
      const names: string[] = [];
      for await (const some of files.olderThan(new Date(moment))) names.push(...some);
      return names.sort();
    };

    it('gives back what was written, and knows nothing else', async () => {
      const files = create();
      await files.write('one.webp', Buffer.from('first'));
      await files.write('two.webp', Buffer.alloc(300_000, 'x'));
      expect(await read(files, 'one.webp')).to.equal('first');
      expect((await read(files, 'two.webp'))?.length).to.equal(300_000);
      expect(await files.find('three.webp')).to.equal(undefined);
      expect(await files.find('one')).to.equal(undefined);
    });

    it('has one of two writings under the same name, whole, also when they come at once', async () => {
      const files = create();
      const contents = ['a', 'b', 'c'].map((letter) => letter.repeat(50_000));
      await Promise.all(contents.map((content) => files.write('same.webp', Buffer.from(content))));
      expect(contents).to.include(await read(files, 'same.webp'));
      await files.write('same.webp', Buffer.from('last'));
      expect(await read(files, 'same.webp')).to.equal('last');
    });

    it('removes what is there, and does not mind what is not', async () => {
      const files = create();
      await files.write('one.webp', Buffer.from('1'));
      await files.write('two.webp', Buffer.from('2'));
      await Promise.all([files.remove('one.webp'), files.remove('one.webp'), files.remove('none.webp')]);
      expect(await files.find('one.webp')).to.equal(undefined);
      expect(await read(files, 'two.webp')).to.equal('2');
    });

    it('lists what is older than a moment', async () => {
      const files = create();
      expect(await olderThan(files, Date.now() + 60_000)).to.deep.equal([]);
      await Promise.all(['b.webp', 'a.webp'].map((name) => files.write(name, Buffer.from(name))));
      expect(await olderThan(files, Date.now() - 60_000)).to.deep.equal([]);
      expect(await olderThan(files, Date.now() + 60_000)).to.deep.equal(['a.webp', 'b.webp']);
    });

    it('can be left in the middle of a file', async () => {
      const files = create();
      await files.write('long.webp', Buffer.alloc(2_000_000, 'x'));
      const found = await files.find('long.webp');
      for await (const chunk of found!.read()) {
        expect(chunk.byteLength).to.be.greaterThan(0);
        break;
      }
      expect((await read(files, 'long.webp'))?.length).to.equal(2_000_000);
    });

    it('says that it can be used', async () => {
      await create().check();
    });
  });
}
