import type { Container } from 'inversify';
import { ImagesUnavailable } from '../../domain/catalogue/image-errors.js';
import { TOKENS } from './tokens.js';

/**
 * Looks once at the place for pictures. One that does not answer is no reason to keep a shop shut: it sells without pictures, and they
 * are back when the place is.
 * @throws MediaPlaceRefused when the settings have to be changed
 */
export async function checkMediaPlace(container: Container): Promise<void> {
  try {
    await container.get(TOKENS.imageStore).check();
  } catch (error) {
    if (!(error instanceof ImagesUnavailable)) throw error;
    container.get(TOKENS.logger).warn('The place for pictures does not answer', { error: String(error.cause) });
  }
}
