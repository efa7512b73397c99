package io.tollgate.policies.routing;

import io.tollgate.policies.catalog.Deployment;
import java.util.List;
import java.util.Map;

/** Terms made ready for deciding: the candidates as an array of options. */
final class Shortlist {

  final Terms terms;
  final Option[] options;

  private Shortlist(Terms terms, Option[] options) {
    this.terms = terms;
    this.options = options;
  }

  /**
   * The shortlist of the candidates of some terms.
   *
   * @param known options by deployment, so that shortlists share them
   */
  static Shortlist of(Terms terms, Map<Deployment, Option> known) {
    List<Deployment> candidates = terms.candidates();
    Option[] options = new Option[candidates.size()];
    for (int i = 0; i < options.length; i++) {
      options[i] = known.computeIfAbsent(candidates.get(i), Option::new);
    }
    return new Shortlist(terms, options);
  }
}
