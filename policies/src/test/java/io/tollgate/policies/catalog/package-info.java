@NullMarked
package io.tollgate.policies.catalog;

import org.jspecify.annotations.NullMarked;
