-- The catalogue as it stands: what can be ordered, and by which procedures each product is certified to be identified.
-- The operator changes it on the screen; this is only how it begins. Procedures are per product because not every one is
-- certified for every product.

-- +goose Up

set local app.scope = 'system';

insert into products (id, code, family, variant, generation, algorithm, term_years, test, needs_organisation, allows_organisation,
  allows_quantity, allows_attribute, name_de, name_en, purpose_de, purpose_en, active, position) values
  ('prd_sigstd6xaaaaaaaa', 'SIG-STD-6.1', 'signature', 'standard', '6.1', 'RSA', 2, false, false, true, false, false,
   'Signaturkarte Standard 6.1', 'Signature card Standard 6.1',
   'Qualifizierte elektronische Signatur einer natürlichen Person, ersetzt die eigenhändige Unterschrift. Eine Signatur je PIN-Eingabe.',
   'Qualified electronic signature of a natural person, in place of a handwritten one. One signature per PIN entry.', true, 10),
  ('prd_sigstd5xaaaaaaaa', 'SIG-STD-5.1', 'signature', 'standard', '5.1', 'RSA', 2, false, false, true, false, false,
   'Signaturkarte Standard 5.1', 'Signature card Standard 5.1',
   'Qualifizierte elektronische Signatur einer natürlichen Person, ersetzt die eigenhändige Unterschrift. Eine Signatur je PIN-Eingabe.',
   'Qualified electronic signature of a natural person, in place of a handwritten one. One signature per PIN entry.', true, 20),
  ('prd_sigstd4xaaaaaaaa', 'SIG-STD-4.1', 'signature', 'standard', '4.1', 'RSA', 2, false, false, true, false, false,
   'Signaturkarte Standard 4.1', 'Signature card Standard 4.1',
   'Qualifizierte elektronische Signatur einer natürlichen Person, ersetzt die eigenhändige Unterschrift. Eine Signatur je PIN-Eingabe.',
   'Qualified electronic signature of a natural person, in place of a handwritten one. One signature per PIN entry.', false, 30),
  ('prd_sigmxzz5xaaaaaaa', 'SIG-M100-5.1', 'signature', 'm100', '5.1', 'ECC', 2, false, false, true, false, false,
   'Signaturkarte M100 5.1', 'Signature card M100 5.1',
   'Qualifizierte elektronische Signatur einer natürlichen Person, ersetzt die eigenhändige Unterschrift. Bis zu 100 Signaturen je PIN-Eingabe, für Stapel am Arbeitsplatz.',
   'Qualified electronic signature of a natural person, in place of a handwritten one. Up to 100 signatures per PIN entry, for batches at the desk.', true, 40),
  ('prd_sigmujti5xaaaaaa', 'SIG-MULTI-5.1', 'signature', 'multi', '5.1', 'ECC', 2, false, false, true, false, false,
   'Signaturkarte Multi 5.1', 'Signature card Multi 5.1',
   'Qualifizierte elektronische Signatur einer natürlichen Person, ersetzt die eigenhändige Unterschrift. Für Massensignaturen auf einem Server.',
   'Qualified electronic signature of a natural person, in place of a handwritten one. For bulk signatures on a server.', true, 50),
  ('prd_sigpruf5xaaaaaaa', 'SIG-PROF-5.1', 'signature', 'profession', '5.1', 'RSA', 2, false, false, true, false, true,
   'Signaturkarte Beruf 5.1', 'Signature card Profession 5.1',
   'Qualifizierte elektronische Signatur einer natürlichen Person, ersetzt die eigenhändige Unterschrift. Mit einem Berufsattribut, das die zuständige Stelle bestätigt.',
   'Qualified electronic signature of a natural person, in place of a handwritten one. With a professional attribute that the competent body confirms.', true, 60),
  ('prd_seajstd64aaaaaaa', 'SEAL-STD-6.4', 'seal', 'standard', '6.4', 'RSA', 2, false, true, true, true, false,
   'Siegelkarte Standard 6.4', 'Seal card Standard 6.4',
   'Qualifiziertes elektronisches Siegel einer juristischen Person: belegt Herkunft und Unversehrtheit. Nur eine vertretungsberechtigte Person kann sie beantragen.',
   'Qualified electronic seal of a legal person: proves origin and integrity. Only an authorised signatory may apply.', true, 70),
  ('prd_seajstd54aaaaaaa', 'SEAL-STD-5.4', 'seal', 'standard', '5.4', 'RSA', 2, false, true, true, true, false,
   'Siegelkarte Standard 5.4', 'Seal card Standard 5.4',
   'Qualifiziertes elektronisches Siegel einer juristischen Person: belegt Herkunft und Unversehrtheit. Nur eine vertretungsberechtigte Person kann sie beantragen.',
   'Qualified electronic seal of a legal person: proves origin and integrity. Only an authorised signatory may apply.', true, 80),
  ('prd_seajstd44aaaaaaa', 'SEAL-STD-4.4', 'seal', 'standard', '4.4', 'RSA', 2, false, true, true, true, false,
   'Siegelkarte Standard 4.4', 'Seal card Standard 4.4',
   'Qualifiziertes elektronisches Siegel einer juristischen Person: belegt Herkunft und Unversehrtheit. Nur eine vertretungsberechtigte Person kann sie beantragen.',
   'Qualified electronic seal of a legal person: proves origin and integrity. Only an authorised signatory may apply.', false, 90),
  ('prd_seajmujti54aaaaa', 'SEAL-MULTI-5.4', 'seal', 'multi', '5.4', 'ECC', 2, false, true, true, true, false,
   'Siegelkarte Multi 5.4', 'Seal card Multi 5.4',
   'Qualifiziertes elektronisches Siegel einer juristischen Person: belegt Herkunft und Unversehrtheit. Nur eine vertretungsberechtigte Person kann sie beantragen. Für Massensiegel auf einem Server.',
   'Qualified electronic seal of a legal person: proves origin and integrity. Only an authorised signatory may apply. For bulk seals on a server.', true, 100),
  ('prd_uffstd5xaaaaaaaa', 'OFF-STD-5.1', 'officer', 'standard', '5.1', 'RSA', 2, false, true, true, false, false,
   'Officer-Karte 5.1', 'Officer card 5.1',
   'Karte für Officer: Anmeldung am Portal und Unterschrift unter Identifizierungen.',
   'Card for officers: signing in to the portal and signing identifications.', true, 110),
  ('prd_testsigstd5xaaaa', 'TEST-SIG-STD-5.1', 'signature', 'standard', '5.1', 'RSA', 2, true, false, true, true, false,
   'Testkarte: Signaturkarte Standard 5.1', 'Test card: signature card Standard 5.1',
   'Testkarte ohne Rechtswirkung, zum Einrichten und Erproben von Software.',
   'Test card without legal effect, for setting up and trying out software.', true, 120),
  ('prd_testsigmxzz5xaaa', 'TEST-SIG-M100-5.1', 'signature', 'm100', '5.1', 'ECC', 2, true, false, true, true, false,
   'Testkarte: Signaturkarte M100 5.1', 'Test card: signature card M100 5.1',
   'Testkarte ohne Rechtswirkung, zum Einrichten und Erproben von Software.',
   'Test card without legal effect, for setting up and trying out software.', true, 130),
  ('prd_testsigmujti5xaa', 'TEST-SIG-MULTI-5.1', 'signature', 'multi', '5.1', 'ECC', 2, true, false, true, true, false,
   'Testkarte: Signaturkarte Multi 5.1', 'Test card: signature card Multi 5.1',
   'Testkarte ohne Rechtswirkung, zum Einrichten und Erproben von Software.',
   'Test card without legal effect, for setting up and trying out software.', true, 140),
  ('prd_testseajstd54aaa', 'TEST-SEAL-STD-5.4', 'seal', 'standard', '5.4', 'RSA', 2, true, true, true, true, false,
   'Testkarte: Siegelkarte Standard 5.4', 'Test card: seal card Standard 5.4',
   'Testkarte ohne Rechtswirkung, zum Einrichten und Erproben von Software.',
   'Test card without legal effect, for setting up and trying out software.', true, 150),
  ('prd_testseajmujti54a', 'TEST-SEAL-MULTI-5.4', 'seal', 'multi', '5.4', 'ECC', 2, true, true, true, true, false,
   'Testkarte: Siegelkarte Multi 5.4', 'Test card: seal card Multi 5.4',
   'Testkarte ohne Rechtswirkung, zum Einrichten und Erproben von Software.',
   'Test card without legal effect, for setting up and trying out software.', true, 160),
  ('prd_testuffstd5xaaaa', 'TEST-OFF-STD-5.1', 'officer', 'standard', '5.1', 'RSA', 2, true, false, true, true, false,
   'Testkarte: Officer-Karte 5.1', 'Test card: officer card 5.1',
   'Testkarte ohne Rechtswirkung, zum Einrichten und Erproben von Software.',
   'Test card without legal effect, for setting up and trying out software.', true, 170);

insert into product_procedures (product_id, procedure)
  select id, unnest(array['postident_branch', 'notarident', 'botschaftsident', 'officerident', 'behoerdenident', 'dtrust_ident']) from products where family <> 'officer' or test;
insert into product_procedures (product_id, procedure)
  select id, 'postident_eid' from products where test or (family = 'signature' and variant = 'standard');
insert into product_procedures (product_id, procedure)
  select id, unnest(array['postident_branch', 'notarident', 'officerident', 'behoerdenident', 'dtrust_ident']) from products where family = 'officer' and not test;

insert into announcements (id, places, level, text_de, text_en, starts_at) values
  ('ann_dejiverytimeaaaa', '{order,desk,portal}', 'info',
   'Bei Signatur- und Siegelkarten kommt es derzeit zu Lieferverzögerungen. Bitte rechnen Sie mit einer Lieferzeit von etwa sechs Wochen.',
   'Signature and seal cards are delayed at present. Please expect a delivery time of about six weeks.', '2026-01-01');

-- +goose Down
select 1;
