import { Model } from 'objection';

export class AddressBookModel extends Model {
  static override tableName = 'address_books';
  static override idColumn = 'customer_id';

  declare customer_id: string;
  declare version: number;
}

export class AddressModel extends Model {
  static override tableName = 'addresses';

  declare id: string;
  declare customer_id: string;
  declare position: number;
  declare name: string;
  declare phone: string | null;
  declare address_line1: string;
  declare address_line2: string | null;
  declare city: string;
  declare state: string | null;
  declare postal_code: string | null;
  declare country: string;
  declare is_default_shipping: boolean;
  declare is_default_billing: boolean;
}
