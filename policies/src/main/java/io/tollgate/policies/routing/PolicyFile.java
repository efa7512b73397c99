package io.tollgate.policies.routing;

import io.tollgate.policies.catalog.Catalog;
import io.tollgate.policies.yaml.Parsed;
import io.tollgate.policies.yaml.Spelling;
import io.tollgate.policies.yaml.YamlMap;
import io.tollgate.policies.yaml.YamlReader;
import io.tollgate.policies.yaml.YamlScalar;
import io.tollgate.policies.yaml.YamlType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The reader of policy files, whose format the shipped file explains by example.
 *
 * <p>A file is checked in full against a catalogue: names of deployments, models and classes,
 * conditions, figures. A file that reads without problems never fails a request later.
 */
public final class PolicyFile {

  /** The name of the shipped policies in messages, which is where they are on the class path. */
  public static final String SHIPPED = "io/tollgate/policies/default-policies.yaml";

  /** {@code auto}, which callers ask for to get {@link Policy#DEFAULT}. */
  static final String AUTO = "auto";

  /** What precedes the name of a policy in a request. */
  static final String AUTO_PREFIX = "auto/";

  private static final int MAX_NAME_LENGTH = 64;

  private static final YamlType<String> NAME =
      YamlType.text(
          "a name of a-z, 0-9, '.', '_' and '-', up to " + MAX_NAME_LENGTH + " characters",
          PolicyFile::isName);

  private final Catalog catalog;

  private PolicyFile(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * The policies of a file, or every mistake in it.
   *
   * @param fileName the file's name as the user gave it, for messages
   * @param text the file's text
   * @param catalog what candidates and aliases may name
   */
  public static Parsed<PolicySet> parse(String fileName, String text, Catalog catalog) {
    return YamlReader.read(fileName, text, new PolicyFile(catalog)::policySet);
  }

  /** The policies that Tollgate brings: valid with every catalogue that is not empty. */
  public static Parsed<PolicySet> shipped(Catalog catalog) {
    return parse(SHIPPED, shippedText(), catalog);
  }

  /** The text of the shipped policies, to start one's own file from. */
  public static String shippedText() {
    try (InputStream in = PolicyFile.class.getClassLoader().getResourceAsStream(SHIPPED)) {
      if (in == null) {
        throw new IllegalStateException(SHIPPED + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private PolicySet policySet(YamlMap root) {
    Set<String> names = new LinkedHashSet<>();
    List<Policy> policies = root.list("policies").eachMap(map -> policy(map, names));
    if (!names.contains(Policy.DEFAULT)) {
      root.problem(
          "policies",
          "no policy is named " + Policy.DEFAULT,
          "add it: it answers requests for the model \"" + AUTO + "\"");
    }
    return PolicySet.of(policies, aliases(root.mapOrEmpty("aliases"), names));
  }

  private Policy policy(YamlMap map, Set<String> names) {
    String name = map.required("name", NAME);
    if (name.equals(Policy.DIRECT)) {
      map.problem("name", "the name direct is reserved", "choose another");
    } else if (!name.isEmpty() && !names.add(name)) {
      map.problem("name", "a policy is named " + name + " already", "choose another");
    }
    String description = map.optional("description", YamlType.text(), "");
    TermsReader terms = new TermsReader(catalog);
    Terms own = terms.read(map, terms.defaults());
    Set<String> ruleNames = new LinkedHashSet<>();
    List<Rule> rules = map.listOrEmpty("rules").eachMap(rule -> rule(rule, terms, own, ruleNames));
    BudgetReader budgets = new BudgetReader(catalog);
    return new Policy(name, description, own, rules, budgets.quality(map, own), budgets.spend(map));
  }

  private static Rule rule(YamlMap map, TermsReader reader, Terms own, Set<String> names) {
    String name = map.required("name", NAME);
    if (name.equals(Router.NO_RULE)) {
      map.problem("name", "the name " + name + " stands for no rule", "choose another");
    } else if (!name.isEmpty() && !names.add(name)) {
      map.problem("name", "a rule of this policy is named " + name + " already", "choose another");
    }
    Condition condition = condition(map);
    Terms terms = reader.read(map, own);
    if (condition == null) {
      throw new IllegalArgumentException("a rule without a condition");
    }
    return new Rule(name, condition, terms);
  }

  private static @Nullable Condition condition(YamlMap map) {
    if (map.required("when", YamlType.text()).isEmpty()) {
      return null;
    }
    YamlScalar scalar = map.scalar("when");
    return scalar == null ? null : ConditionCompiler.compile(scalar);
  }

  private Map<String, String> aliases(YamlMap map, Set<String> policies) {
    Map<String, String> aliases = new LinkedHashMap<>();
    map.each(YamlType.text())
        .forEach((alias, target) -> {
          if (alias.equals(AUTO) || alias.startsWith(AUTO_PREFIX)) {
            map.keyProblem(alias, alias + " is the name of a policy", "choose another alias");
          } else if (!target.isEmpty() && !isKnown(target, policies)) {
            map.problem(
                alias,
                "\"" + target + "\" is neither a policy, nor a deployment, nor a model",
                aliasAdvice(target, policies));
          } else {
            aliases.put(alias, target);
          }
        });
    return aliases;
  }

  private boolean isKnown(String target, Set<String> policies) {
    return target.equals(AUTO)
        || (target.startsWith(AUTO_PREFIX)
            && policies.contains(target.substring(AUTO_PREFIX.length())))
        || catalog.deployment(target) != null
        || !catalog.ofModel(target).isEmpty();
  }

  private String aliasAdvice(String target, Set<String> policies) {
    List<String> names = new ArrayList<>();
    names.add(AUTO);
    policies.forEach(policy -> names.add(AUTO_PREFIX + policy));
    catalog
        .deployments()
        .forEach(deployment -> {
          names.add(deployment.id());
          names.add(deployment.model().id());
        });
    return Spelling.advice(
        target, names, "an alias stands for auto, auto/POLICY, PROVIDER/MODEL or MODEL");
  }

  private static boolean isName(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (!letter && c != '-' && c != '_' && c != '.') {
        return false;
      }
    }
    return text.length() <= MAX_NAME_LENGTH;
  }
}
