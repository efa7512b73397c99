package io.tollgate.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.upstream.Authentication;
import io.tollgate.gateway.upstream.Secret;
import io.tollgate.policies.yaml.Parsed;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthenticationReaderTest {

  private static final String BEDROCK = "{ name: bedrock, region: eu-central-1";
  private static final String VERTEX = "{ name: vertex, region: europe-west4, project: p";
  private static final String AZURE = "{ name: azure-openai, resource: r";

  /** Made once: it takes a while. */
  private static String pem = "";

  @TempDir Path folder;
  private final Map<String, String> environment = new TreeMap<>();

  @BeforeEach
  void home() {
    environment.put("HOME", folder.toString());
    environment.put("KEY", "sk-1");
  }

  private Parsed<GatewayConfig> parse(String provider) {
    return ConfigFile.parse(
        folder.resolve("tollgate.yaml"),
        "providers:\n  - " + provider + "\n",
        new SecretSource(environment));
  }

  private Authentication read(String provider) {
    return switch (parse(provider)) {
      case Parsed.Ok<GatewayConfig>(GatewayConfig config) ->
          config.providers().getFirst().authentication();
      case Parsed.Failed<GatewayConfig> failed ->
          throw new AssertionError(failed.problems().toString());
    };
  }

  private List<String> problems(String provider) {
    return switch (parse(provider)) {
      case Parsed.Ok<GatewayConfig> _ -> List.of();
      case Parsed.Failed<GatewayConfig> failed ->
          failed.problems().stream().map(Object::toString).toList();
    };
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private static Authentication.SigV4 aws(String id, String secret) {
    return new Authentication.SigV4(id, new Secret(secret), null, "eu-central-1", "bedrock");
  }

  @Test
  void aws_keys_are_those_that_are_given() {
    assertThat(
            read(
                BEDROCK
                    + ", auth: { scheme: sigv4, access_key_id: AKIA1, secret_access_key: 'env:KEY',"
                    + " session_token: 'env:KEY', region: us-east-1, service: other } }"))
        .isEqualTo(
            new Authentication.SigV4(
                "AKIA1", new Secret("sk-1"), new Secret("sk-1"), "us-east-1", "other"));
  }

  @Test
  void else_they_are_those_of_the_environment() {
    environment.put("AWS_ACCESS_KEY_ID", "AKIA2");
    environment.put("AWS_SECRET_ACCESS_KEY", "s2");
    environment.put("AWS_SESSION_TOKEN", "t2");

    assertThat(read(BEDROCK + " }"))
        .isEqualTo(
            new Authentication.SigV4(
                "AKIA2", new Secret("s2"), new Secret("t2"), "eu-central-1", "bedrock"));
  }

  @Test
  void else_they_are_those_of_the_shared_file() throws IOException {
    write(
        ".aws/credentials",
        """
        # comment
        [default]
        aws_access_key_id = AKIA3
        aws_secret_access_key=s3

        [ prod ]
        aws_access_key_id = AKIA4
        aws_secret_access_key = s4==
        """);

    assertThat(read(BEDROCK + " }")).isEqualTo(aws("AKIA3", "s3"));
    assertThat(read(BEDROCK + ", auth: { scheme: sigv4, profile: prod } }"))
        .isEqualTo(aws("AKIA4", "s4=="));
    environment.put("AWS_PROFILE", "prod");
    assertThat(read(BEDROCK + ", auth: sigv4 }")).isEqualTo(aws("AKIA4", "s4=="));
  }

  @Test
  void a_shared_file_that_changes_is_read_again() throws IOException {
    write("creds", "[default]\naws_access_key_id = A\naws_secret_access_key = s\n");
    Path file = folder.resolve("tollgate.yaml");
    Files.writeString(
        file,
        "providers:\n  - " + BEDROCK + ", auth: { scheme: sigv4, credentials_file: creds } }\n");
    FileStates files = new FileStates();
    ConfigFile.read(file, new SecretSource(environment), files);

    Files.writeString(folder.resolve("creds"), "[default]\naws_access_key_id = other\n");

    assertThat(files.sameAs(files.now())).isFalse();
  }

  @Test
  void a_key_in_the_place_of_signatures_or_tokens_is_a_bearer_key() {
    Authentication key = new Authentication.Bearer(new Secret("sk-1"));
    assertThat(read(BEDROCK + ", key: 'env:KEY' }")).isEqualTo(key);
    assertThat(read(VERTEX + ", key: 'env:KEY' }")).isEqualTo(key);
  }

  @Test
  void a_service_account_is_read_from_its_file() throws Exception {
    write("sa.json", serviceAccount(pem(), "https://oauth2.googleapis.com/token"));

    assertThat(read(VERTEX + ", auth: { scheme: google_service_account, file: sa.json } }"))
        .isEqualTo(
            new Authentication.GoogleServiceAccount(
                "bot@p.iam.example",
                "k1",
                new Secret(pem()),
                URI.create("https://oauth2.googleapis.com/token"),
                "https://www.googleapis.com/auth/cloud-platform"));
    environment.put("GOOGLE_APPLICATION_CREDENTIALS", folder.resolve("sa.json").toString());
    assertThat(read(VERTEX + " }")).isInstanceOf(Authentication.GoogleServiceAccount.class);
  }

  @Test
  void what_gcloud_leaves_behind_is_found() throws IOException {
    write(
        ".config/gcloud/application_default_credentials.json",
        """
        { "type": "authorized_user", "client_id": "c", "client_secret": "s", "refresh_token": "r" }
        """);

    assertThat(read(VERTEX + " }"))
        .isEqualTo(
            new Authentication.RefreshToken(
                "c",
                new Secret("s"),
                new Secret("r"),
                URI.create("https://oauth2.googleapis.com/token")));
  }

  @Test
  void entra_tokens_come_from_a_file_a_program_or_the_endpoint() {
    assertThat(read(AZURE + ", auth: { scheme: azure_entra, token_file: run/token } }"))
        .isEqualTo(new Authentication.TokenFile(folder.resolve("run/token")));
    assertThat(read(AZURE + ", auth: { scheme: azure_entra, command: [az, token], timeout: 3s } }"))
        .isEqualTo(new Authentication.TokenCommand(List.of("az", "token"), Duration.ofSeconds(3)));
    assertThat(
            read(
                AZURE
                    + ", auth: { scheme: azure_entra, tenant: t-1, client_id: c-1,"
                    + " client_secret: 'env:KEY' } }"))
        .isEqualTo(
            new Authentication.ClientCredentials(
                "c-1",
                new Secret("sk-1"),
                URI.create("https://login.microsoftonline.com/t-1/oauth2/v2.0/token"),
                "https://cognitiveservices.azure.com/.default"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bedrock, region: r }                                                | .aws/credentials cannot be read
          bedrock, region: r, auth: { scheme: sigv4, access_key_id: A } }      | missing key "secret_access_key"
          bedrock, region: r, auth: { scheme: sigv4, acess_key_id: A } }       | unknown key; did you mean "access_key_id"?
          bedrock, region: r, auth: { scheme: sigv4, credentials_file: tollgate.ini } } | no key of the profile "default"
          groq, auth: sigv4 }                                                 | for which region to sign
          vertex, region: r, project: p }                                     | application_default_credentials.json cannot be read
          vertex, region: r, project: p, auth: { file: tollgate.ini } }        | tollgate.ini is not JSON
          vertex, region: r, project: p, auth: { file: other.json } }          | credentials of the type "external_account"
          vertex, region: r, project: p, auth: { file: plain.json } }          | names a token_uri that is not https
          vertex, region: r, project: p, auth: { file: broken.json } }         | holds no private key in PEM
          azure-openai, resource: r, auth: azure_entra }                      | not said where tokens come from
          azure-openai, resource: r, auth: { scheme: azure_entra, token_file: a, command: [b] } } | tokens come from two places
          azure-openai, resource: r, auth: { scheme: azure_entra, client_id: c } } | missing key "client_secret"
          azure-openai, resource: r, auth: { scheme: azure_entra, command: [] } }  | command: []
          azure-openai, resource: r, auth: { scheme: azure_entra, client_id: c, client_secret: 'env:KEY', tenant: t, authority: 'http://login.example' } } | not an https URL
          """)
  void mistakes_are_named(String provider, String problem) throws Exception {
    write("tollgate.ini", "[other]\nx = y\n");
    write("other.json", "{ \"type\": \"external_account\" }");
    write("plain.json", serviceAccount(pem(), "http://tokens.example/"));
    write("broken.json", serviceAccount("nothing", "https://tokens.example/"));

    assertThat(problems("{ name: " + provider)).anySatisfy(p -> assertThat(p).contains(problem));
  }

  @Test
  void no_message_repeats_what_a_file_of_secrets_holds() throws IOException {
    write("sa.json", "{ \"type\": \"service_account\", \"private_key\": hunter2 }");

    assertThat(problems(VERTEX + ", auth: { file: sa.json } }"))
        .singleElement()
        .asString()
        .doesNotContain("hunter2");
  }

  private static String serviceAccount(String pem, String tokenUri) {
    return """
    { "type": "service_account", "client_email": "bot@p.iam.example", "private_key_id": "k1",
      "private_key": "%s", "token_uri": "%s" }
    """
        .formatted(pem.replace("\n", "\\n"), tokenUri);
  }

  private static String pem() throws NoSuchAlgorithmException {
    if (pem.isEmpty()) {
      pem = newPem();
    }
    return pem;
  }

  private static String newPem() throws NoSuchAlgorithmException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
        + "\n-----END PRIVATE KEY-----\n";
  }
}
