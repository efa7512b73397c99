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

  /** A provider's only account is spent: none of its deployments is asked until then. */
  void accountSpent(String provider, Duration pause);

  /** A provider asked for a pause of one of several accounts at a deployment. */
  void accountThrottled(String provider, String account, String deployment, Duration pause);

  /** One of several accounts is spent: it is not used until then. */
  void accountDrained(String provider, String account, Duration pause);

  /** One of several accounts is not taken for who it is, or may not do what it should. */
  void accountRejected(String provider, String account, String reason);

  /** An account that was drained or rejected has answered. */
  void accountReturned(String provider, String account);

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
        public void accountThrottled(
            String provider, String account, String deployment, Duration pause) {}

        @Override
        public void accountDrained(String provider, String account, Duration pause) {}

        @Override
        public void accountRejected(String provider, String account, String reason) {}

        @Override
        public void accountReturned(String provider, String account) {}

        @Override
        public void retryDenied(String provider) {}
      };
}
