@NullMarked
package io.tollgate.policies.yaml;

import org.jspecify.annotations.NullMarked;
