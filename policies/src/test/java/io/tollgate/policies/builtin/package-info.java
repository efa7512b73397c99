@NullMarked
package io.tollgate.policies.builtin;

import org.jspecify.annotations.NullMarked;
