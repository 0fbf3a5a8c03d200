import { object } from 'yup';
import { pageFields } from '../shared/paging.js';

export const PAYMENT_PAGE = object(pageFields);
