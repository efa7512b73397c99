package io.tollgate.bench.sdk;

import java.util.Base64;

/** What is shown to the models. */
final class Media {

  /** A picture of one pixel. */
  static final String PNG_BASE64 =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

  /** An address that nobody looks up: the simulated providers only repeat it. */
  static final String PICTURE_ADDRESS = "https://pictures.example/town.png";

  /** A document without pages. */
  static final String PDF_BASE64 =
      Base64.getEncoder()
          .encodeToString(
              "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
                  .getBytes(java.nio.charset.StandardCharsets.US_ASCII));

  private Media() {}
}
