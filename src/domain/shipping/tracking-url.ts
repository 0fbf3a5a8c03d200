/** Where the well-known carriers show a parcel; the number is appended. */
const PAGES = new Map(
  Object.entries({
    ups: 'https://www.ups.com/track?tracknum=',
    usps: 'https://tools.usps.com/go/TrackConfirmAction?tLabels=',
    fedex: 'https://www.fedex.com/fedextrack/?trknbr=',
    dhl: 'https://www.dhl.com/global-en/home/tracking.html?tracking-id=',
    dpd: 'https://tracking.dpd.de/status/en_US/parcel/',
    gls: 'https://gls-group.com/track/',
    royalmail: 'https://www.royalmail.com/track-your-item#/tracking-results/',
    canadapost: 'https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor=',
    australiapost: 'https://auspost.com.au/mypost/track/#/details/',
    bluedart: 'https://www.bluedart.com/trackdartresultthirdparty?trackFor=0&trackNo=',
    delhivery: 'https://www.delhivery.com/track-v2/package/',
  }),
);

/** The public page of a parcel, if the carrier is one we know; however its name is written. */
export function trackingUrl(carrier: string | null, trackingNumber: string | null): string | null {
  const page = carrier === null ? undefined : PAGES.get(carrier.toLowerCase().replace(/[^a-z]/g, ''));
  return page === undefined || trackingNumber === null ? null : page + encodeURIComponent(trackingNumber);
}
