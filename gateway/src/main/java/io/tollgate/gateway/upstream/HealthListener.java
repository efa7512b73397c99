package io.tollgate.gateway.upstream;

import java.time.Duration;

/** Hears what is decided about deployments and providers; called by any event loop, briefly. */
public interface HealthListener {

  /** A deployment was taken out of routing. */
  void ejected(String deployment, String reason, Duration forAtLeast);

  /** A deployment is in routing again. */
  void readmitted(String deployment);

  /** A provider asked for a pause of a deployment. */
  void throttled(String deployment, Duration pause);

  /** A provider's account is spent: none of its deployments is asked until then. */
  void accountSpent(String provider, Duration pause);

  /** A retry was not made, because the provider's budget for retries is used up. */
  void retryDenied(String provider);

  /** Nobody wants to know. */
  HealthListener NONE =
      new HealthListener() {
        @Override
        public void ejected(String deployment, String reason, Duration forAtLeast) {}

        @Override
        public void readmitted(String deployment) {}

        @Override
        public void throttled(String deployment, Duration pause) {}

        @Override
        public void accountSpent(String provider, Duration pause) {}

        @Override
        public void retryDenied(String provider) {}
      };
}
