@NullMarked
package io.tollgate.policies.money;

import org.jspecify.annotations.NullMarked;
