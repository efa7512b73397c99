@NullMarked
package io.tollgate.policies.quality;

import org.jspecify.annotations.NullMarked;
