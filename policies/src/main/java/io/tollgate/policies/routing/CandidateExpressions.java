package io.tollgate.policies.routing;

import io.tollgate.policies.catalog.Catalog;
import io.tollgate.policies.catalog.Deployment;
import io.tollgate.policies.catalog.ModelClass;
import io.tollgate.policies.yaml.Spelling;
import io.tollgate.policies.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a list of candidates is made of: {@code class:CLASS}, {@code model:MODEL} or {@code
 * PROVIDER/MODEL}.
 */
final class CandidateExpressions {

  private static final String CLASS = "class:";
  private static final String MODEL = "model:";

  private final Catalog catalog;

  CandidateExpressions(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * Adds the deployments that an expression stands for. A class may be empty, so that one policy
   * fits many catalogues; an unknown name is a problem.
   *
   * @return whether the expression is valid
   */
  boolean resolve(YamlScalar scalar, Set<Deployment> found) {
    String text = scalar.text();
    if (text.startsWith(CLASS)) {
      return resolveClass(scalar, text.substring(CLASS.length()), found);
    }
    if (text.startsWith(MODEL)) {
      return resolveModel(scalar, text.substring(MODEL.length()), found);
    }
    Deployment deployment = catalog.deployment(text);
    if (deployment == null) {
      scalar.problem("no deployment is named \"" + text + "\"", deploymentAdvice(text));
      return false;
    }
    found.add(deployment);
    return true;
  }

  private boolean resolveClass(YamlScalar scalar, String key, Set<Deployment> found) {
    List<String> keys = new ArrayList<>();
    for (ModelClass modelClass : ModelClass.values()) {
      if (modelClass.key().equals(key)) {
        found.addAll(catalog.ofClass(modelClass));
        return true;
      }
      keys.add(modelClass.key());
    }
    scalar.problem(
        "no class is named \"" + key + "\"",
        Spelling.advice(key, keys, "the classes are " + String.join(", ", keys)));
    return false;
  }

  private boolean resolveModel(YamlScalar scalar, String id, Set<Deployment> found) {
    List<Deployment> deployments = catalog.ofModel(id);
    if (deployments.isEmpty()) {
      List<String> ids = new ArrayList<>();
      catalog.deployments().forEach(deployment -> ids.add(deployment.model().id()));
      scalar.problem(
          "no model is named \"" + id + "\"",
          Spelling.advice(id, ids, "the catalogue file lists the models"));
    }
    found.addAll(deployments);
    return !deployments.isEmpty();
  }

  private String deploymentAdvice(String text) {
    if (!catalog.ofModel(text).isEmpty()) {
      return "did you mean \"" + MODEL + text + "\"?";
    }
    for (ModelClass modelClass : ModelClass.values()) {
      if (modelClass.key().equals(text)) {
        return "did you mean \"" + CLASS + text + "\"?";
      }
    }
    List<String> ids = new ArrayList<>();
    catalog.deployments().forEach(deployment -> ids.add(deployment.id()));
    return Spelling.advice(text, ids, "a candidate is class:CLASS, model:MODEL or PROVIDER/MODEL");
  }
}
