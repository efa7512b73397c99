/** Models, the deployments that serve them, and what each is able to do. */
@NullMarked
package io.tollgate.policies.catalog;

import org.jspecify.annotations.NullMarked;
