/**
 * What several gateways share: a PostgreSQL with leases of budgets and the documents they go by.
 */
@NullMarked
package io.tollgate.gateway.store;

import org.jspecify.annotations.NullMarked;
