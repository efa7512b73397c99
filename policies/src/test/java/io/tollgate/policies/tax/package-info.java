@NullMarked
package io.tollgate.policies.tax;

import org.jspecify.annotations.NullMarked;
