package io.tollgate.gateway.alerts;

import io.tollgate.gateway.budget.Budget;
import io.tollgate.gateway.budget.BudgetEvent;
import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What an alert says, as JSON: amounts are exact dollars, as texts. */
final class AlertBody {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private AlertBody() {}

  static String of(BudgetEvent event, String node, Instant at) {
    ObjectNode body = JSON.createObjectNode();
    switch (event) {
      case BudgetEvent.Reached reached -> {
        body.put("event", "reached");
        body.put("percent", reached.percent());
      }
      case BudgetEvent.Refusing refusing -> {
        body.put("event", "refusing");
        body.put("held_usd", refusing.held().toPlainDollars());
      }
    }
    Budget budget = event.budget();
    body.put("budget", budget.id());
    body.put("scope", budget.scope().text());
    body.put("limit_usd", budget.limit().toPlainDollars());
    body.put("spent_usd", event.spent().toPlainDollars());
    body.put("window_start", event.span().start().toString());
    body.put("window_end", event.span().end().toString());
    body.put("node", node);
    body.put("at", at.toString());
    return body.toString();
  }
}
