export { CatalogModule } from './catalog.module.js';
export { CatalogJobsModule } from './catalog-jobs.module.js';
export { type SellerRole, sellerRoles, type SellerView } from './sellers/seller.view.js';
export { type Membership, SellersQueries } from './sellers/sellers.queries.js';
export { SellersService } from './sellers/sellers.service.js';
export { IncomingDeposits } from './deposits/incoming-deposits.service.js';
export { type ProductAttribute, type ProductImage, type ProductView } from './products/product.view.js';
export { ProductsQueries, readIdPosition } from './products/products.queries.js';
