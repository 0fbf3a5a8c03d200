/** What stands in for a picture that a product does not have: relative and without a leading slash, as all picture addresses are. */
export const PLACEHOLDER_IMAGE = 'media/placeholder.webp';
