@NullMarked
package io.tollgate.policies.usage;

import org.jspecify.annotations.NullMarked;
