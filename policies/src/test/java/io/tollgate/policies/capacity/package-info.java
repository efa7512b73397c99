@NullMarked
package io.tollgate.policies.capacity;

import org.jspecify.annotations.NullMarked;
